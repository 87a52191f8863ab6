-- Follows Docker's events, in each worker.
-- The request is HTTP/1.0, so that the answer is lines of JSON without framing.
local cjson = require("cjson.safe")
local changes = require("gateway.changes")
local settings = require("gateway.settings")

local events = {}

local FILTERS = {
  type = { "container", "network" },
  event = { "start", "unpause", "connect", "pause", "die", "destroy", "disconnect" },
}
-- After these events another container can get the address.
local FREES_ADDRESS = { die = true, destroy = true, disconnect = true }

-- How soon a worker notices that it has to exit.
local BEAT_MS = 500

local function open()
  local socket = ngx.socket.tcp()
  socket:settimeouts(2000, 2000, 5000)
  local filters = ngx.escape_uri(cjson.encode(FILTERS))
  local sent = socket:connect("unix:" .. settings.docker_socket)
    and socket:send("GET /events?filters=" .. filters .. " HTTP/1.0\r\nHost: docker\r\n\r\n")
  local status = sent and socket:receive("*l")
  if not status or not status:find("^HTTP/1%.%d 200 ") then
    socket:close()
    return nil
  end
  repeat
    local line = socket:receive("*l")
  until not line or line == ""
  socket:settimeout(BEAT_MS)
  return socket
end

-- Returns false for a line that is no event.
local function read_event(line)
  local event = cjson.decode(line)
  local actor = type(event) == "table" and event.Actor
  if type(actor) ~= "table" or type(actor.Attributes) ~= "table" then
    return false
  end
  local id = event.Type == "network" and actor.Attributes.container or actor.ID
  changes.add(FREES_ADDRESS[event.Action] and type(id) == "string" and id or nil)
  return true
end

-- Docker answers a moment before it subscribes. So events count as followed only after the first of
-- them, or after BEAT_MS without any.
local function follow(socket)
  local partial = ""
  while not ngx.worker.exiting() do
    local line, problem, part = socket:receive("*l")
    if line then
      if not read_event(partial .. line) then
        break
      end
      partial = ""
    elseif problem == "timeout" then
      partial = partial .. (part or "")
    else
      break
    end
    changes.follow()
  end
  socket:close()
end

local has_warned = false

local function run(premature)
  if premature then
    return
  end
  local socket = open()
  if socket then
    has_warned = false
    follow(socket)
    changes.unfollow()
  elseif not has_warned then
    has_warned = true
    ngx.log(ngx.WARN, "cannot follow Docker's events: the gateway asks Docker for each request")
  end
  ngx.timer.at(1, run)
end

function events.start()
  ngx.timer.at(0, run)
end

return events
