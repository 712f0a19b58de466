/** The status of a user, while it has not ended. */
import type { User, UserStatus } from '../../protocol/shapes.ts';

export const standingStatus = ({ status }: User): UserStatus | undefined =>
  status && (status.until === null || Date.parse(status.until) > Date.now()) ? status : undefined;
