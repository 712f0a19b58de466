/** The parts of the composer that attach files, loaded together with their style. */
import './attach.css';

export { AttachButton } from './attach-button.tsx';
export { TrayView } from './tray-view.tsx';
