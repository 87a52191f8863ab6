-- Answers of the gateway itself: a page for a person, JSON for a program.
local cjson = require("cjson.safe")
local problems = require("gateway.problems")

local problem = {}

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

-- The weight of a media type in Accept (RFC 9110, section 12.5.1), 0 if absent, and its position.
local function weight(accept, name)
  local position = 0
  for range in accept:gmatch("[^,]+") do
    position = position + 1
    if range:match("^%s*([^;%s]+)") == name then
      return tonumber(range:match(";%s*[qQ]=([%d.]+)") or 1) or 0, position
    end
  end
  return 0, position + 1
end

local function wants_json(accept)
  local json, json_position = weight(accept, "application/json")
  local html, html_position = weight(accept, "text/html")
  return json > 0 and (json > html or (json == html and json_position < html_position))
end

-- Answers the request. code: of problems.lua.
function problem.send(code)
  local found = problems[code]
  local status, title, text, again = found.status, found.title, found.text, found.retry_after
  local header = ngx.header
  local body
  if wants_json((ngx.var.http_accept or ""):lower()) then
    header["content-type"] = "application/json"
    body = cjson.encode({ error = code, status = status, title = title, detail = text })
  else
    header["content-type"] = "text/html; charset=utf-8"
    -- Reloading after a POST would send the form again.
    local reloads = found.reloads and ngx.req.get_method() == "GET"
    local refresh = reloads and ('<meta http-equiv="refresh" content="%d">\n'):format(again) or ""
    body = PAGE:format(refresh, title, title, text, status, code)
  end
  ngx.status = status
  header["content-length"] = #body
  header["cache-control"] = "no-store"
  header.vary = "Accept"
  header["retry-after"] = again
  header["x-content-type-options"] = "nosniff"
  header["content-security-policy"] = "default-src 'none'; style-src 'unsafe-inline'"
  ngx.print(body)
  return ngx.exit(ngx.HTTP_OK)
end

return problem
