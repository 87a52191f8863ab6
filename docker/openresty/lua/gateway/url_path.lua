-- Paths of URLs, resolved as a browser does (RFC 3986, section 5.2, and the WHATWG URL standard).
local url_path = {}

-- A browser takes %2e for a dot here.
local function dots(segment)
  return (segment:gsub("%%2[eE]", "."))
end

-- Removes dot segments from an absolute path; .. never leads above the root.
function url_path.without_dots(path)
  local kept, last = {}, ""
  for segment in path:gmatch("/([^/]*)") do
    last = dots(segment)
    if last == ".." then
      kept[#kept] = nil
    elseif last ~= "." then
      kept[#kept + 1] = segment
    end
  end
  local is_folder = last == "." or last == ".."
  return "/" .. table.concat(kept, "/") .. (is_folder and #kept > 0 and "/" or "")
end

local function split(text)
  return text:match("^([^?#]*)(.*)$")
end

-- Resolves a reference without scheme and host against an absolute path with its query.
function url_path.resolve(base, reference)
  local base_path, base_query = base:match("^([^?#]*)(%??[^#]*)")
  local path, rest = split(reference)
  if path == "" then
    local has_query = rest:sub(1, 1) == "?"
    return url_path.without_dots(base_path) .. (has_query and "" or base_query) .. rest
  end
  if path:sub(1, 1) ~= "/" then
    path = base_path:match("^(.*/)") .. path
  end
  return url_path.without_dots(path) .. rest
end

return url_path
