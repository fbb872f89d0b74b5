# Runs an answer and calls its functions, one request after the other. A request on standard input is a number and so
# many words, each ended by NUL: what to do, a number for the files of its output, the socket, a seed, the time, and words.
# What has ended is told on standard output: its number and its status. An answer sees only names with redislab in them.
exec 9<&0 8>&1 </dev/null >/dev/null 2>&1
redislab_box=$1
redislab_tasks=$2
set --
unset SRANDOM EPOCHSECONDS EPOCHREALTIME
redislab_known=" $(compgen -v | tr '\n' ' ') "

# What the answer has defined is written down when it ends, however it ends.
redislab_keep() {
    compgen -A function >"$redislab_box/names"
    {
        shopt -p extglob
        declare -f
    } >"$redislab_box/functions"
    for redislab_name in $(compgen -v); do
        case $redislab_name in
            redislab_* | REDISLAB_* | BASH_* | EPOCHSECONDS | FUNCNAME | OLDPWD) ;;
            *) [[ $redislab_known == *" $redislab_name "* ]] || declare -p "$redislab_name" ;;
        esac
    done >"$redislab_box/variables" 2>/dev/null
}

while IFS= read -r -d '' redislab_count <&9; do
    redislab_request=()
    for ((; redislab_count > 0; redislab_count--)); do
        IFS= read -r -d '' redislab_word <&9
        redislab_request+=("$redislab_word")
    done
    redislab_id=${redislab_request[1]}
    export REDISLAB_SOCKET=${redislab_request[2]}
    (
        (
            ulimit -f 1024 -t 20 -c 0
            ulimit -v 262144 -u "$redislab_tasks"
            exec 8>&- 9<&-
            cd "$redislab_box/home" || exit 1
            RANDOM=${redislab_request[3]} SECONDS=0 EPOCHSECONDS=${redislab_request[4]}
            if [[ ${redislab_request[0]} == run ]]; then
                trap redislab_keep EXIT
                . "$redislab_box/answer.sh"
                redislab_status=$?
                redislab_keep
                exit $redislab_status
            else
                . "$redislab_box/variables"
                . "$redislab_box/functions"
                "${redislab_request[@]:5}"
            fi
        ) >"$redislab_box/$redislab_id.out" 2>"$redislab_box/$redislab_id.err"
        printf '%s %s\n' "$redislab_id" $? >&8
    ) &
done
