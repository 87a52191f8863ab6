-- Answers that the gateway gives itself: a page for a person, JSON for a program.
local cjson = require("cjson.safe")

local problem = {}

local AGAIN = "Docker on the server does not answer as it should. Try again in a moment; if it "
  .. "stays so, tell the person who runs this server, with the code below."

-- No entry says where anything is inside: addresses and names stay in the log.
local PROBLEMS = {
  ERR_SOCKET = { 503, "The sandboxes cannot be looked up", AGAIN, 5 },
  ERR_LIST = { 503, "The sandboxes cannot be looked up", AGAIN, 5 },
  ERR_PARSE = { 503, "The sandboxes cannot be looked up", AGAIN, 5 },
  ERR_NO_IP = {
    502,
    "The sandbox is not on the network",
    "This conversation's sandbox runs, but has no address yet. Try again in a moment.",
    5,
  },
  ERR_NOT_FOUND = {
    404,
    "No sandbox runs here",
    "This conversation has no running sandbox: it may have been paused, or removed. Open the "
      .. "conversation in OpenHands to start it again.",
  },
  ERR_NO_ANSWER = {
    502,
    "The app does not answer",
    "The sandbox runs, but nothing answers at this port yet. If the app is still starting, wait "
      .. "a moment; else ask the agent to start it, listening on 0.0.0.0.",
    3,
  },
  ERR_STATUS = {
    502,
    "The app's answer has an invalid status",
    "The app answered with an interim status (1xx), or a status outside 200 to 599. The gateway "
      .. "cannot pass that on safely. Change the app so that it sends its final answer only.",
  },
  ERR_OPENHANDS = {
    502,
    "OpenHands does not answer",
    "It may be starting. Try again in a moment.",
    5,
  },
  ERR_FORBIDDEN = {
    403,
    "This is not open to you",
    "Only the person who started a conversation may open its sandbox, and OpenHands is open only "
      .. "to those who come by its sign-in. Sign in, and open the link again.",
  },
  ERR_PORT = {
    403,
    "This port is never a web page",
    "The port is used by another protocol, so the gateway does not open it. Let the app listen "
      .. "on another one, such as 5000.",
  },
  ERR_ROUTE = {
    404,
    "This is not the address of a sandbox",
    "It needs the conversation's 32 hexadecimal digits, and a port from 1 to 65535.",
  },
  ERR_HOST = {
    421,
    "This host name is not served here",
    "The gateway answers only for the host names in its settings.",
  },
}

local PAGE = [[
<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
%s<title>%s</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 20vh auto; max-width: 32rem; padding: 0 1rem }
h1 { font-size: 1.5rem }
code { opacity: .7 }
</style>
<h1>%s</h1>
<p>%s</p>
<p><code>%d %s</code></p>
</html>
]]

-- The weight of a media type in Accept (RFC 9110, section 12.5.1), and its place; 0 if not named.
local function weight(accept, name)
  local place = 0
  for range in accept:gmatch("[^,]+") do
    place = place + 1
    if range:match("^%s*([^;%s]+)") == name then
      return tonumber(range:match(";%s*[qQ]=([%d.]+)") or 1) or 0, place
    end
  end
  return 0, place + 1
end

local function wants_json(accept)
  local json, json_place = weight(accept, "application/json")
  local html, html_place = weight(accept, "text/html")
  return json > 0 and (json > html or (json == html and json_place < html_place))
end

function problem.say(code)
  local status, title, text, again = unpack(PROBLEMS[code])
  local header = ngx.header
  local body
  if wants_json((ngx.var.http_accept or ""):lower()) then
    header.content_type = "application/json"
    body = cjson.encode({ error = code, status = status, title = title, detail = text })
  else
    header.content_type = "text/html; charset=utf-8"
    -- A person waits for it; a form that was sent is not sent again.
    local waits = again and ngx.req.get_method() == "GET"
    local refresh = waits and ('<meta http-equiv="refresh" content="%d">\n'):format(again) or ""
    body = PAGE:format(refresh, title, title, text, status, code)
  end
  ngx.status = status
  header.content_length = #body
  header.cache_control = "no-store"
  header.vary = "Accept"
  header.retry_after = again
  header.x_content_type_options = "nosniff"
  header.content_security_policy = "default-src 'none'; style-src 'unsafe-inline'"
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

return problem
