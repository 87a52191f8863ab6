// In the stub UI: reloads it when its bundle is another.
const running = new URL(import.meta.url).search.slice(1);
new EventSource('/events').onmessage = ({ data }) => {
  if (JSON.parse(data).bundle !== running) location.reload();
};
