/** The messages between the node and the examiner process. */
import type { Examined, ExamineRequest } from '../../engine/ports/file-examiner-port.ts';

export type Examination = ({ task: 'file' } & ExamineRequest) | { task: 'avatar'; path: string; folder: string };

export interface ExaminationRequest {
  id: number;
  examination: Examination;
}

/** The result, or `fault`: the image cannot be decoded. Neither when the work failed for another reason. */
export interface ExaminationAnswer {
  id: number;
  examined?: Examined;
  avatarPath?: string;
  fault?: 'unreadable_image';
}
