-- Answers of the gateway itself, by code. No text names internal addresses: these are in the log.
--
-- status, title, text: what a person reads. retry_after: seconds after which to try again.
-- reloads: the page tries again by itself.
local DOCKER_TEXT = "Docker on the server is not responding correctly. Try again in a moment. If "
  .. "the problem continues, tell the person who runs this server the code below."

local function docker_problem()
  return {
    status = 503,
    title = "Cannot look up sandboxes",
    text = DOCKER_TEXT,
    retry_after = 5,
    reloads = true,
  }
end

return {
  ERR_SOCKET = docker_problem(),
  ERR_LIST = docker_problem(),
  ERR_PARSE = docker_problem(),
  ERR_NO_IP = {
    status = 502,
    title = "The sandbox has no network address",
    text = "This conversation's sandbox is running but has no address yet. Try again in a moment.",
    retry_after = 5,
    reloads = true,
  },
  ERR_NOT_FOUND = {
    status = 404,
    title = "No sandbox",
    text = "This conversation has no sandbox. It may have been removed. Open the conversation in "
      .. "OpenHands to start it again.",
  },
  ERR_PAUSED = {
    status = 503,
    title = "The sandbox is paused",
    text = "Open the conversation in OpenHands to resume its sandbox. Then this page opens by "
      .. "itself.",
    retry_after = 5,
    reloads = true,
  },
  ERR_STARTING = {
    status = 503,
    title = "The sandbox is starting",
    text = "This page opens by itself as soon as the sandbox runs.",
    retry_after = 3,
    reloads = true,
  },
  ERR_NO_ANSWER = {
    status = 502,
    title = "The app is not responding",
    text = "The sandbox is running, but nothing answers on this port. If the app is still "
      .. "starting, wait a moment. Otherwise ask the agent to start it, listening on 0.0.0.0.",
    retry_after = 3,
    reloads = true,
  },
  ERR_STATUS = {
    status = 502,
    title = "Invalid response from the app",
    text = "The app sent an interim response (1xx) or a status outside 200 to 599, which the "
      .. "gateway cannot pass on safely. Change the app so that it sends only its final response.",
  },
  ERR_LOCATION = {
    status = 502,
    title = "Invalid redirect from the app",
    text = "The app sent a redirect whose target cannot be determined safely. Change the app so "
      .. "that it redirects to a path, or to a complete URL such as https://example.com/page.",
  },
  ERR_OPENHANDS = {
    status = 502,
    title = "OpenHands is not responding",
    text = "It may be starting. Try again in a moment.",
    retry_after = 5,
    reloads = true,
  },
  ERR_FORBIDDEN = {
    status = 403,
    title = "Access denied",
    text = "Only the person who started a conversation can open its sandbox, and OpenHands is "
      .. "available only to people who are signed in. Sign in and open the link again.",
  },
  ERR_ORIGIN = {
    status = 403,
    title = "Request from another site refused",
    text = "A page on another site sent this request. Open OpenHands itself and try again there.",
  },
  ERR_DESTINATION = {
    status = 403,
    title = "Not available as a script or style sheet",
    text = "Files of a sandbox cannot be loaded as code from this address. Open the app on its own "
      .. "address instead.",
  },
  ERR_PORT = {
    status = 403,
    title = "Port blocked",
    text = "This port is reserved for a protocol other than HTTP. Let the app listen on another "
      .. "port, such as 5000.",
  },
  ERR_ROUTE = {
    status = 404,
    title = "Not the address of a sandbox",
    text = "The address needs the conversation's 32 hexadecimal digits and a port from 1 to 65535.",
  },
  ERR_HOST = {
    status = 421,
    title = "Unknown host name",
    text = "The gateway answers only for the host names in its settings.",
  },
  ERR_TOO_MANY = {
    status = 429,
    title = "Too many requests",
    text = "You have too many open connections, or sent too many requests in a short time. Close "
      .. "tabs that you do not need and try again in a moment.",
    retry_after = 5,
  },
}
