// The worker of the site's own pages.

export const ownWorker = () => new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
