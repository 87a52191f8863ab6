-- Removes white space at both ends of a text, in linear time. A pattern such as ^%s*(.-)%s*$ tries
-- every split of a run of spaces, which blocks the nginx worker. Without a pattern, because LuaJIT
-- compiles none.

local function is_space(byte)
  return byte == 32 or (byte and byte >= 9 and byte <= 13)
end

-- Returns the text, "" if it is nothing but white space.
return function(text)
  local from, to = 1, #text
  while is_space(text:byte(from)) do
    from = from + 1
  end
  while to > from and is_space(text:byte(to)) do
    to = to - 1
  end
  return text:sub(from, to)
end
