# pemilu-cover: completion for fish

function __pemilu_cover
    set -l words (commandline -opc)
    set -lx _PEMILU_COVER_COMPLETE complete_fish
    set -lx _TYPER_COMPLETE_ARGS (commandline -cp)
    $words[1] 2>/dev/null
    or __fish_complete_path (commandline -ct)
end

complete --command pemilu-cover --no-files --arguments '(__pemilu_cover)'
