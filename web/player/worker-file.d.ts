/** The build makes a file of it and gives its address. */
declare module 'hls.js/dist/hls.worker.js' {
  const url: string;
  export default url;
}
