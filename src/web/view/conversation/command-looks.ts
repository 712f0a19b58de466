/** The label and the icon of each command of a message. */
import { Copy, type IconNode, Info, Pencil, Pin, PinOff, SmilePlus, Trash2 } from 'lucide';
import { texts } from '../../texts/texts.ts';
import type { CommandName } from './message-commands.ts';
import { replyIcon } from './reply-icon.ts';

interface CommandLook {
  readonly label: string;
  readonly icon: IconNode;
}

export const commandLooks: Record<CommandName, () => CommandLook> = {
  reply: () => ({ label: texts.message.reply(), icon: replyIcon() }),
  react: () => ({ label: texts.message.react(), icon: SmilePlus }),
  edit: () => ({ label: texts.message.edit(), icon: Pencil }),
  copy: () => ({ label: texts.message.copyText(), icon: Copy }),
  pin: () => ({ label: texts.message.pin(), icon: Pin }),
  unpin: () => ({ label: texts.message.unpin(), icon: PinOff }),
  info: () => ({ label: texts.message.info(), icon: Info }),
  delete: () => ({ label: texts.message.delete(), icon: Trash2 }),
};
