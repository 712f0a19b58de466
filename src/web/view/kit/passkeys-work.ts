/** Tells whether this browser offers passkeys here: only on pages from HTTPS or from localhost. */
export const passkeysWork = (): boolean => typeof window.PublicKeyCredential === 'function';
