// In the stub UI: reloads it when its bundle is another.
/** @type {string | undefined} */
let running;
new EventSource('/events').onmessage = ({ data }) => {
  const { bundle } = JSON.parse(data);
  if (running && bundle !== running) location.reload();
  running ??= bundle;
};
