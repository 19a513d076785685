// Work that follows scrolling and resizing.

/** The work, done at most once a frame. @param {() => void} work */
export function once(work) {
  let asked = 0;
  return () => {
    asked ||= requestAnimationFrame(() => {
      asked = 0;
      work();
    });
  };
}

/** Work done again wherever the page is scrolled to, and when it has another size. @param {() => void} work */
export function follow(work) {
  const later = once(work);
  addEventListener("scroll", later, { capture: true, passive: true });
  addEventListener("resize", later, { passive: true });
}
