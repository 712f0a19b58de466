/** The parts of the composer that attach files and record voices, loaded together with their style. */
import '../voice/voice.css';
import './attach.css';

export { VoiceBar } from '../voice/voice-bar.tsx';
export { voiceSlotOf } from '../voice/voice-draft.ts';
export { AttachButton } from './attach-button.tsx';
export { TrayView } from './tray-view.tsx';
