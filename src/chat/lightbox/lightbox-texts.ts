/** The words of the pictures that fill the window. */
export const lightboxTexts = {
  place: (index: number, count: number) => `${index + 1} of ${count}`,
  previous: 'Previous picture',
  next: 'Next picture',
  zoomIn: 'Enlarge',
  zoomOut: 'Fit in the window',
  download: 'Download',
  failed: 'This picture could not be shown.',
}
