/** The parts of the composer that attach files and record voices, loaded together with their style. */
import '../voice/voice.css';
import './attach.css';

export { VoiceBar } from '../voice/voice-bar.tsx';
export { hasVoice } from '../voice/voice-draft.ts';
export { AttachButton as Button } from './attach-button.tsx';
export { FilesOfEdit } from './files-of-edit.tsx';
export { TrayView as Tray } from './tray-view.tsx';
