-- Removes white space at both ends of a text, in linear time. A pattern such as ^%s*(.-)%s*$ tries
-- every split of a run of spaces, and nginx's worker answers nobody meanwhile.

-- Returns the text, "" if it is nothing but white space.
return function(text)
  local from = text:find("%S")
  return from and text:match("^.*%S", from) or ""
end
