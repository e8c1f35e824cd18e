# SPDX-License-Identifier: Apache-2.0
# Tells where the plugin's entry is in a broker.xml, or where it belongs. Offsets are bytes before the place, so
# LC_ALL=C is needed. Prints one of
#
#   refusal TEXT            what cannot be edited, and why
#   own-from, own-to N      the entry, with the line breaks around it that are its own
#   all-from, all-to N      the same of <broker-plugins>, if it holds nothing else
#   put-from, put-to N      what an entry takes the place of (nothing, if they are equal)
#
# and with the latter
#
#   put WHAT                plugins: <broker-plugins> with the entry; plugin: the entry alone
#   lines yes|no            whether the place is the beginning of a line
#   indent SPACE            what the line at the place begins with
#   include FILE            what the file includes where other plugins may be

{ text = text $0 "\n" }

END {
    size = length(text)
    for (position = 1; (step = index(substr(text, position), "<")) > 0 && !refused; ) {
        start = position + step - 1
        rest = substr(text, start)
        if (rest ~ /^<!--/) pass(4, "-->")
        else if (rest ~ /^<!\[CDATA\[/) pass(9, "]]>")
        else if (rest ~ /^<\?/) pass(2, "?>")
        else if (rest ~ /^<!/) refuse("has a DOCTYPE")
        else if (match(rest, /^<\/?[A-Za-z_]([^<>"']|"[^<"]*"|'[^<']*')*>/)) {
            tag = substr(rest, 1, RLENGTH)
            position = start + RLENGTH
            if (tag ~ /^<\//) close_tag(substr(tag, 3))
            else open_tag(substr(tag, 2))
        } else refuse("is no well-formed XML")
    }
    if (!refused) conclude()
}

function refuse(reason) {
    print "refusal " reason
    refused = 1
}

function pass(opening, ending,    found) {
    found = index(substr(rest, opening + 1), ending)
    if (found == 0) refuse("is no well-formed XML")
    else position = start + opening + found - 1 + length(ending)
}

function name_of(inside) {
    sub(/[ \t\r\n\/>].*$/, "", inside)
    return inside
}

function attribute(inside, name) {
    if (!match(inside, "[ \t\r\n]" name "[ \t\r\n]*=[ \t\r\n]*(\"[^\"]*\"|'[^']*')")) return ""
    inside = substr(inside, RSTART, RLENGTH - 1)
    sub(/^[^"']*["']/, "", inside)
    return inside
}

function inside_of(parent) {
    return depth > 0 && substr(path, length(path) - length(parent)) == ">" parent
}

function open_tag(inside,    name) {
    name = name_of(inside)
    if (name ~ /(^|:)include$/ && path ~ /^>configuration(>core(>broker-plugins)?)?$/) {
        includes = includes "include " attribute(inside, "href") "\n"
    }
    depth++
    path = path ">" name
    if (path == ">configuration>core" && core_seen++) refuse("has two <core>")
    if (path == ">configuration>core>broker-plugins") {
        if (plugins_seen++) refuse("has two <broker-plugins>")
        plugins_from = start
        plugins_inner = position
    }
    if (path == ">configuration>core>broker-plugins>broker-plugin" \
            && attribute(inside, "class-name") == "io.replicaqueues.extension.ReplicaQueuesPlugin") {
        if (own_seen++) refuse("names ReplicaQueuesPlugin twice")
        own_from = start
    }
    if (inside ~ /\/>$/) leave(name)
}

function close_tag(inside,    name) {
    name = name_of(inside)
    if (!inside_of(name)) refuse("is no well-formed XML")
    else leave(name)
}

function leave(name) {
    if (path == ">configuration>core") core_end = start
    if (path == ">configuration>core>broker-plugins") {
        plugins_end = start
        plugins_to = position
    }
    if (path == ">configuration>core>broker-plugins>broker-plugin" && own_from && !own_to) own_to = position
    path = substr(path, 1, length(path) - length(name) - 1)
    depth--
}

function conclude() {
    if (depth > 0) refuse("is no well-formed XML")
    else if (!core_seen) refuse("has no <core> of its own")
    else if (own_from) found()
    else if (plugins_from && plugins_end == plugins_from) put("plugins", plugins_from, plugins_to)
    else if (plugins_from) put("plugin", plugins_end, plugins_end)
    else put("plugins", core_end, core_end)
}

function found() {
    print_extent("own", own_from, own_to)
    if (blank(plugins_inner, own_from) && blank(own_to, plugins_end)) print_extent("all", plugins_from, plugins_to)
}

function blank(from, to) {
    return substr(text, from, to - from) ~ /^[ \t\r\n]*$/
}

# The first character of the line, if nothing but space is before the given one; else the given one.
function line_start(at,    first) {
    first = at
    while (first > 1 && substr(text, first - 1, 1) ~ /[ \t]/) first--
    return first == 1 || substr(text, first - 1, 1) == "\n" ? first : at
}

function print_extent(what, from, to,    first, after) {
    first = line_start(from)
    after = to
    while (substr(text, after, 1) ~ /[ \t\r]/) after++
    if (first < from && substr(text, after, 1) == "\n") {
        from = first
        to = after + 1
    }
    print what "-from " from - 1
    print what "-to " to - 1
}

function put(what, from, to,    first) {
    first = line_start(from)
    print "put " what
    print "indent " substr(text, first, from - first)
    if (from == to && first < from) from = to = first
    print "lines " (from == to && substr(text, from - 1, 1) == "\n" ? "yes" : "no")
    print "put-from " from - 1
    print "put-to " to - 1
    printf "%s", includes
}
