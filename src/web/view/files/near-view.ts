/** Tells when an element comes near the part of the page that is in view. */
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Elements within this distance of the view count as near. */
const margin = '400px';

/** Stays true once it is true. */
export function useNearView(element: { readonly current: Element | null }): boolean {
  const isNear = useSignal(false);
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        isNear.value = true;
        observer.disconnect();
      },
      { rootMargin: margin },
    );
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, isNear]);
  return isNear.value;
}
