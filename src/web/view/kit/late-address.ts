/** Loads the button that shows the own address, after the view around it. */
import { later } from './later.tsx';

export const AddressButton = later(async () => (await import('./address-button.tsx')).AddressButton);
