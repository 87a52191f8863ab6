-- Follows Docker's events, so that the cache forgets a container when it goes.
-- One worker does it for all. HTTP/1.0, so that the answer is bare lines until the connection ends.
local cjson = require("cjson.safe")
local cache = require("gateway.cache")
local settings = require("gateway.settings")

local events = {}

local FILTERS = {
  type = { "container", "network" },
  event = { "start", "die", "destroy", "pause", "unpause", "connect", "disconnect" },
}
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

-- Any byte is an event that was asked for. Docker answers a moment before it subscribes, hence
-- the cache goes on only after the first event, or a beat without one.
local function follow(socket)
  while not ngx.worker.exiting() do
    local event, problem = socket:receiveany(65536)
    if event then
      cache.outdate()
    elseif problem ~= "timeout" then
      break
    end
    cache.keep_on()
  end
  socket:close()
end

local function run(premature)
  if premature then
    return
  end
  cache.outdate()
  local socket = open()
  if socket then
    follow(socket)
  end
  cache.stop()
  ngx.timer.at(1, run)
end

function events.start()
  if ngx.worker.id() == 0 then
    ngx.timer.at(0, run)
  end
end

return events
