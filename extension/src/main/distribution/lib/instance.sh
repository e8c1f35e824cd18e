# shellcheck shell=sh
# SPDX-License-Identifier: Apache-2.0
# What install and uninstall have in common. They set $program and $here, the folder of both.
# shellcheck disable=SC2009,SC2034,SC2154

set -eu
# Offsets in broker.xml are bytes.
LC_ALL=C
export LC_ALL
umask 022

jar_name=replica-queues-extension.jar
unfinished_jar=
unfinished_xml=
unfinished_backup=

refuse() {
    printf '%s: %s\n' "$program" "$*" >&2
    exit 1
}

# Nothing of an edit that did not come to its end stays.
tidy_up() {
    rm -f ${unfinished_jar:+"$unfinished_jar"} ${unfinished_xml:+"$unfinished_xml"} \
        ${unfinished_backup:+"$unfinished_backup"}
}
trap tidy_up EXIT
trap 'exit 1' HUP INT TERM

# Sets $instance, $etc, $xml, $backup and $jar from the arguments of the script.
find_instance() {
    if [ $# -ne 1 ] || [ "$1" = -h ] || [ "$1" = --help ]; then
        printf 'usage: %s INSTANCE (the folder that "artemis create" made)\n' "$program" >&2
        exit 2
    fi
    [ -d "$1" ] || refuse "$1 is no folder"
    instance=$(cd -- "$1" && pwd -P) || refuse "$1 cannot be entered"
    if [ ! -f "$instance/bin/artemis" ] || [ ! -d "$instance/lib" ]; then
        refuse "$instance is no broker instance: name the folder that \"artemis create\" made"
    fi
    etc=$(sed -n "s/^ARTEMIS_INSTANCE_ETC='\(.*\)'.*/\1/p" "$instance/bin/artemis")
    [ -n "$etc" ] || refuse "$instance is no broker instance but a distribution: \"artemis create\" makes an instance"
    xml=$etc/broker.xml
    backup=$xml.before-replica-queues
    jar=$instance/lib/$jar_name
    [ -f "$xml" ] || refuse "$etc has no broker.xml"
    [ ! -L "$xml" ] || refuse "$xml is a link to a file that is kept elsewhere: edit it there (see broker-plugin.xml)"
    if [ -f "$etc/bootstrap.xml" ] && ! grep -q '/broker\.xml"' "$etc/bootstrap.xml"; then
        refuse "$etc/bootstrap.xml names another file than broker.xml: edit that one (see broker-plugin.xml)"
    fi
    for folder in "$etc" "$instance/lib"; do
        [ -w "$folder" ] || refuse "no permission to write into $folder"
    done
    ! is_running || refuse "the broker of $instance is running: stop it first"
}

# A running broker would read a changed broker.xml at once, and find no class for the plugin.
is_running() {
    of_profile=$(sed -n "s/^ARTEMIS_INSTANCE='\(.*\)'.*/\1/p" "$etc/artemis.profile" 2>/dev/null) || of_profile=
    for folder in "$instance" "$of_profile"; do
        [ -n "$folder" ] || continue
        if [ -r /proc/self/cmdline ]; then
            # This grep finds itself too, but it is over when the loop looks for whole arguments.
            # shellcheck disable=SC2013
            for process in $(grep -l -F -e "-Dartemis.instance=$folder" /proc/[0-9]*/cmdline 2>/dev/null); do
                arguments=$( (tr '\0' '\n' <"$process") 2>/dev/null) || continue
                if has_line "-Dartemis.instance=$folder" && has_line run; then
                    return 0
                fi
            done
        elif ps -A -o args= | grep -F -e "-Dartemis.instance=$folder " | grep -q 'boot\.Artemis run'; then
            return 0
        fi
    done
    return 1
}

has_line() {
    printf '%s\n' "$arguments" | grep -q -x -F -e "$1"
}

# Reads where things are in a broker.xml; refuses what is not understood.
look_into() {
    facts=$(awk -f "$here/lib/broker-xml.awk" "$1") || refuse "$1 could not be read"
    reason=$(fact refusal)
    [ -z "$reason" ] || refuse "$1 $reason: edit it by hand (see broker-plugin.xml)"
}

# What look_into found under that name.
fact() {
    printf '%s\n' "$facts" | sed -n "s/^$1 //p"
}

# Writes file $1 with the bytes from $2 to $3 replaced by standard input.
splice() {
    head -c "$2" "$1" && cat && tail -c "+$(($3 + 1))" "$1"
}

# Writes file $1 with the plugin in it, after look_into.
with_plugin() {
    block_for "$1" | splice "$1" "$(fact put-from)" "$(fact put-to)"
}

# The lines for file $1, indented as their surroundings.
block_for() {
    element=$(fact put)
    [ "$element" = plugins ] || element=plugin
    indent=$(fact indent)
    [ "$(fact lines)" = no ] || indent="$indent   "
    if [ "$element" = plugins ]; then
        block=$(sed -n '/<broker-plugins>/,/<\/broker-plugins>/p' "$here/broker-plugin.xml")
    else
        block=$(sed -n '/<broker-plugin /,/<\/broker-plugin>/s/^   //p' "$here/broker-plugin.xml")
    fi
    if [ "$(fact lines)" = no ]; then
        printf '%s' "$(printf '%s\n' "$block" | sed "2,\$s/^/$indent/")"
    elif grep -q "$(printf '\r')\$" "$1"; then
        printf '%s\n' "$block" | sed "s/^/$indent/; s/\$/$(printf '\r')/"
    else
        printf '%s\n' "$block" | sed "s/^/$indent/"
    fi
}

# A file beside $1, with its owner and permissions, for what is to take its place.
beside() {
    cp -p -- "$1" "$1.unfinished" || refuse "$1.unfinished could not be written: nothing was changed"
}
