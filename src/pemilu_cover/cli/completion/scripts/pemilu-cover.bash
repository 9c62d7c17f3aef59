# pemilu-cover: completion for bash

_pemilu_cover() {
    local reply
    COMPREPLY=()
    local IFS=$'\n'
    reply=$(_PEMILU_COVER_COMPLETE=complete_bash COMP_WORDS="${COMP_WORDS[*]}" \
        COMP_CWORD=$COMP_CWORD "$1" 2>/dev/null) || return 0  # names of files
    compopt +o default +o bashdefault 2>/dev/null
    [[ -z $reply ]] && return 0
    while read -r reply; do
        COMPREPLY+=("$reply")
    done <<<"$reply"
    [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
    return 0
}

complete -o default -o bashdefault -F _pemilu_cover pemilu-cover
