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

globalThis.playHls = async (url) => {
  const hls = new Hls();
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
  return played({ levels: hls.levels.length });
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
