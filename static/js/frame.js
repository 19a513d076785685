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
