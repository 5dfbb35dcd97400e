# A bound of the stack over the call graph: awk -v stack=BYTES -f tool/stack.awk stack-calls.txt IMAGE.disassembly GRAPH.ci...
# Frames and calls come from the compiler (-fcallgraph-info=su); of what it did not compile, from the disassembly. What is
# called through pointers is declared in stack-calls.txt; a call that is not, and recursion, are errors where they can be
# reached from a root.

# A function as both name it: file:name for a static one, without folders, without what the compiler appends to copies.
function plain(title) {
  sub(/.*\//, "", title)
  if (title ~ /^__.*_veneer$/) title = substr(title, 3, length(title) - 9) # the linker's way to what is far
  sub(/\.(isra|part|constprop|cold|lto_priv).*/, "", title)
  return title
}
function add_call(from, to) {
  if (!((from, to) in known)) { known[from, to] = 1; calls[from] = calls[from] " " to }
}
function quoted(name,  at, rest) {
  at = index($0, name ": \"")
  rest = substr($0, at + length(name) + 3)
  return substr(rest, 1, index(rest, "\"") - 1)
}

FILENAME ~ /stack-calls/ {
  sub(/#.*/, "")
  if ($1 == "root" || $1 == "interrupt") roots[++root_count] = $1 " " $2
  if ($1 == "calls") declared[$2] = 1
  if ($1 == "calls") for (i = 4; i <= NF; i++) add_call($2, $i)
  if ($1 == "frame") frame[$2] = $3
  next
}
FILENAME ~ /disassembly/ {
  if ($0 ~ /^[0-9a-f]+ <.*>:$/) { of = $2; gsub(/[<>:]/, "", of); of = plain(of); seen[of] = 1; next }
  operands = $0; sub(/^[^\t]*\t[^\t]*\t[^\t]*\t?/, "", operands)
  split($0, column, "\t"); operation = column[3]
  if (operation ~ /^(push|vpush)/ || (operation ~ /^(stmdb|vstmdb)/ && operands ~ /^sp!/)) {
    registers = gsub(/,/, ",", operands) + (operation ~ /push/ ? 1 : 0)
    seen_bytes[of] += registers * (operation ~ /^v/ ? 8 : 4)
  } else if (operation ~ /^sub/ && operands ~ /^sp/ && match(operands, /#[0-9]+/)) {
    seen_bytes[of] += substr(operands, RSTART + 1, RLENGTH - 1)
  } else if (operation ~ /^str/ && match(operands, /\[sp, #-[0-9]+\]!/)) {
    seen_bytes[of] += 8
  }
  if (operation ~ /^(bl|b|b\.w|b\.n|blx)$/ && match(operands, /<[^+>]+>/)) {
    to = plain(substr(operands, RSTART + 1, RLENGTH - 2))
    if (to != of) seen_calls[of] = seen_calls[of] " " to
  }
  if (operation ~ /^blx$/ && operands ~ /^r/ || operation ~ /^bx$/ && operands !~ /^lr/) seen_indirect[of] = 1
  next
}
/^node:/ {
  title = plain(quoted("title")); label = quoted("label")
  if (match(label, /[0-9]+ bytes/)) {
    bytes = substr(label, RSTART, RLENGTH) + 0
    if (label ~ /dynamic/ && label !~ /bounded/) unbounded[title] = 1
    if (!(title in frame) || bytes > frame[title]) frame[title] = bytes
  }
}
/^edge:/ {
  from = plain(quoted("sourcename")); to = plain(quoted("targetname"))
  if (to == "__indirect_call") indirect[from] = 1
  else add_call(from, to)
}

# The deepest stack from a function on; path[name] is what is called on the way.
function depth(name,  list, count, i, most, below, self) {
  if (name in done) return done[name]
  if (name in active) { wrong("recursion through " name); return 0 }
  active[name] = 1
  if (!(name in frame)) {
    if (name in seen) {
      frame[name] = seen_bytes[name] + 0
      calls[name] = calls[name] seen_calls[name]
      if (name in seen_indirect) indirect[name] = 1
    } else {
      frame[name] = 0 # inlined wherever it is called, or not in this image
    }
  }
  if (name in unbounded) wrong(name " has a frame without a bound")
  if ((name in indirect) && !(name in declared)) wrong("calls through a pointer, not in stack-calls.txt: " name)
  most = 0
  count = split(calls[name], list, " ")
  for (i = 1; i <= count; i++) {
    below = depth(list[i])
    if (below > most) { most = below; path[name] = list[i] }
  }
  delete active[name]
  functions++
  return done[name] = frame[name] + most
}
function wrong(what) { if (!(what in told)) { told[what] = 1; print "  " what; failed = 1 } }
function show(name,  text) {
  text = "   "
  for (; name != ""; name = path[name]) text = text " " name " " frame[name]
  print text
}
END {
  for (i = 1; i <= root_count; i++) {
    split(roots[i], part, " ")
    if (!(part[2] in frame) && !(part[2] in seen)) continue # another board's
    bytes = depth(part[2])
    if (bytes > deepest[part[1]]) { deepest[part[1]] = bytes; where[part[1]] = part[2] }
  }
  # The processor puts at most 26 words there, floating point included, and one to keep 8 bytes' alignment.
  entry = 108
  sum = deepest["root"] + (deepest["interrupt"] > 0 ? entry + deepest["interrupt"] : 0)
  printf "  over calls %5d of %7d bytes: %d, an interrupt %d + %d; %d functions\n", sum, stack, deepest["root"], entry, deepest["interrupt"], functions
  show(where["root"]); show(where["interrupt"])
  exit failed || sum > stack || functions < 20
}
