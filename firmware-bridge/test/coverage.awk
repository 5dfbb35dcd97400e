# Reads what gcov says of each file and ends with an error when fewer than `least` percent of all lines ran.
/^File / { file = $2 }
/^Lines executed:/ {
  split($0, part, /[:% ]+/)
  if (file != "") {
    of = part[length(part)]
    printf "%-24s %6.2f %% of %d lines\n", file, part[3], of
    ran += part[3] * of / 100
    lines += of
    file = ""
  }
}
END {
  share = lines ? 100 * ran / lines : 0
  printf "coverage of src: %.2f %% of %d lines, at least %d %%\n", share, lines, least
  exit share < least
}
