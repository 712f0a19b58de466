/**
 * Tells the styles which part of the window a keyboard on the screen leaves. Chromium and Firefox make the page smaller;
 * Safari only moves it, so that the keyboard would cover the composer.
 */
import './visible-part.css';

/** A keyboard is higher; the bars of a browser that come and go are lower. In px. */
const leastKeyboardPx = 120;

/** Returns the function that ends it. */
export function followVisiblePart(): () => void {
  const { visualViewport: part } = window;
  const { style } = document.documentElement;
  if (!part) return () => {};
  const update = () => {
    const whole = document.documentElement.clientHeight;
    // A page that the user has zoomed keeps its size.
    const isCovered = part.scale === 1 && whole - part.height >= leastKeyboardPx;
    const set = (name: string, px: number) => style.setProperty(name, isCovered ? `${px}px` : '');
    set('--part-top', part.offsetTop);
    set('--part-height', part.height);
    set('--part-bottom', whole - part.offsetTop - part.height);
  };
  const end = new AbortController();
  part.addEventListener('resize', update, { signal: end.signal });
  part.addEventListener('scroll', update, { signal: end.signal });
  return () => end.abort();
}
