/* Beats for beat.js; see there. */

self.onmessage = ({ data: ms }) => {
  setInterval(() => self.postMessage(null), ms);
};
