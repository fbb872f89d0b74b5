# Runs an answer and calls its functions, one request after the other. A request on standard input is a number and so
# many words, each ended by NUL: what to do (run the file, call a function, or call one while no other call goes on), the
# call's number, a seed, the time, and words. What has ended is told on standard output: its number, its status, and that of
# the files of its output. An answer sees only names with redislab in them.
exec 9<&0 8>&1 </dev/null >/dev/null 2>&1
redislab_box=$1
redislab_tasks=$2
# What runs here beside calls, where none but an answer's processes are to be seen.
redislab_processes=$3
redislab_others=("$redislab_processes"/[0-9]*)
set --
# Older ones have no "local -".
((BASH_VERSINFO[0] < 5)) || . "$redislab_box/lines.sh"
redislab_own=$(declare -f redis-cli date sleep uuidgen)
unset SRANDOM EPOCHSECONDS EPOCHREALTIME
redislab_known=" $(compgen -v | tr '\n' ' ') "

# What the answer has defined is written down when it ends, however it ends.
redislab_keep() {
    [[ $(declare -f redis-cli date sleep uuidgen) != "$redislab_own" ]] || unset -f redis-cli date sleep uuidgen
    unset -f redislab_ask
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

# Not a function: in one, "declare" and "local" would mean something else to the answer.
redislab_do=$(<"$redislab_box/call.sh")
while IFS= read -r -d '' -u 9 redislab_count; do
    redislab_request=()
    for ((; redislab_count > 0; redislab_count--)); do
        IFS= read -r -d '' -u 9 redislab_word
        redislab_request+=("$redislab_word")
    done
    export REDISLAB_CALL=${redislab_request[1]}
    if [[ ${redislab_request[0]} == call ]]; then
        redislab_file=$REDISLAB_CALL
        eval "$redislab_do" &
    else
        # Making files takes long: the next call writes into the same ones, unless somebody is left who may do so too.
        redislab_file=${redislab_free:-$REDISLAB_CALL}
        eval "$redislab_do"
        redislab_now=("$redislab_processes"/[0-9]*)
        redislab_free=
        [[ ${#redislab_others[@]} == 1 || ${redislab_now[*]} != "${redislab_others[*]}" ]] || redislab_free=$redislab_file
    fi
done
