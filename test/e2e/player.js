/** Runs in the browser. Plays at eight times the speed, so that half a minute of video does not take half a minute. */
/* global document, Hls */
const video = document.querySelector('video');
video.playbackRate = 8;
video.defaultPlaybackRate = 8;

const next = (name) =>
  new Promise((resolve, reject) => {
    video.addEventListener(name, resolve, { once: true });
    video.addEventListener('error', () => reject(new Error(`video: ${video.error.code} ${video.error.message}`)), {
      once: true,
    });
  });

const played = (more) => ({
  duration: video.duration,
  currentTime: video.currentTime,
  size: [video.videoWidth, video.videoHeight],
  ...more,
});

/** Which quality to play: as hls.js sees fit, always the highest, or another one for each segment. */
const choosers = {
  automatic: () => {},
  highest: (hls) => {
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      hls.loadLevel = hls.levels.length - 1;
    });
  },
  changing: (hls) => {
    hls.on(Hls.Events.FRAG_LOADED, (_event, { frag }) => {
      hls.loadLevel = (frag.level + 1) % hls.levels.length;
    });
  },
};

globalThis.playHls = async (url, quality = 'automatic') => {
  const hls = new Hls();
  const loaded = [];
  hls.on(Hls.Events.FRAG_LOADED, (_event, { frag }) => loaded.push(frag.relurl.split('/').slice(-2).join('/')));
  choosers[quality](hls);
  const failed = new Promise((_resolve, reject) => {
    hls.on(Hls.Events.ERROR, (_event, { fatal, details, reason }) => {
      if (fatal) reject(new Error(`hls.js: ${details} ${reason ?? ''}`));
    });
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  const ended = next('ended');
  await Promise.race([next('canplay'), failed]);
  await video.play();
  await Promise.race([ended, failed]);
  return played({ levels: hls.levels.length, loaded });
};

globalThis.playFile = async (url) => {
  video.src = url;
  await next('canplay');
  await video.play();
  const sought = next('seeked');
  const ended = next('ended');
  video.currentTime = 20;
  await sought;
  const soughtTo = video.currentTime;
  await ended;
  return played({ soughtTo });
};
