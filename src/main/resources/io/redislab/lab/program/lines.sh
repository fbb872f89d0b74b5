# The stand-ins as functions of bash, which ask over connections that are open already: no program is started. What they
# don't do, the programs of the same names do, and for whoever calls them other than as commands of this shell. They work the
# same whatever the answer has set or defined: hence "builtin" before words that it may take for functions of its own.
#
# Files: 200 to 207 are lines to the examiner, 208 and 209 a pipe with the numbers of those that nobody uses.

# Takes a line that nobody uses, and gives it back: redislab_line is the caller's.
redislab_take() {
    { IFS='' builtin read -r -n 1 -t 1 -u 208 redislab_line; } 2>/dev/null
}

redislab_give() {
    builtin printf %s "$redislab_line" >&209
}

# Sends words for the call that this is, and reads the answer: a mark, and what to print in the escapes of printf %b. The mark
# "?" says that the program of this name is to do it.
redislab_send() {
    local - LC_ALL=C redislab_word redislab_length redislab_request=${REDISLAB_CALL-}
    builtin set +efux
    redislab_answer='?'
    for redislab_word; do
        if [[ $redislab_word == *[\\\"$'\n\r']* ]]; then
            redislab_word=${redislab_word//\\/"\\\\"}
            redislab_word=${redislab_word//\"/"\\\""}
            redislab_word=${redislab_word//$'\n'/"\\n"}
            redislab_word=${redislab_word//$'\r'/"\\r"}
        fi
        redislab_request+=" \"$redislab_word\""
    done
    if ((${#redislab_request} < 60000)); then
        builtin printf '%s\n' "$redislab_request" >&"20$redislab_line"
        IFS='' builtin read -r -u "20$redislab_line" redislab_length
        redislab_length=${redislab_length%$'\r'}
        IFS='' builtin read -r -N "$((${redislab_length#?} + 2))" -u "20$redislab_line" redislab_answer
        redislab_answer=${redislab_answer%$'\r\n'}
    fi
}

# Asks once: what to print is in redislab_reply, the caller's. Fails when the program is to be asked.
redislab_ask() {
    local redislab_line redislab_answer='?'
    if redislab_take; then
        redislab_send "$@"
        redislab_give
    fi
    redislab_reply=${redislab_answer#=}
    [[ $redislab_answer == =* ]]
}

# Commands from standard input, one a line, in one connection; a number before one repeats it. What only the program does, it
# does, with all that follows.
redislab_session() {
    local redislab_line redislab_answer='' redislab_text redislab_times
    if ! redislab_take; then
        builtin command redis-cli
        builtin return
    fi
    while [[ $redislab_answer != [.?] ]] && { IFS='' builtin read -r redislab_text || [[ -n $redislab_text ]]; }; do
        redislab_text=${redislab_text#"${redislab_text%%[! ]*}"}
        redislab_times=${redislab_text%% *}
        if [[ $redislab_times == [1-9]* && $redislab_times != *[!0-9]* && $redislab_text == *' '*[!\ ]* ]]; then
            redislab_text=${redislab_text#* }
        else
            redislab_times=1
        fi
        for ((; redislab_times > 0; redislab_times--)); do
            redislab_send REDISLAB.LINE "$redislab_text"
            [[ $redislab_answer == =* ]] || break
            builtin printf %b "${redislab_answer#=}"
        done
    done
    if [[ $redislab_answer == '?' ]]; then
        { builtin printf '%s\n' "$redislab_text" && builtin command cat; } | builtin command redis-cli
    elif [[ $redislab_answer == =* ]]; then
        redislab_send REDISLAB.END
    fi
    redislab_give
}

redis-cli() {
    local redislab_reply='' redislab_given=("$@") redislab_words=() redislab_keys=0 redislab_script='' redislab_word
    while [[ $# -gt 1 && $1 == -[hps] ]]; do
        builtin shift 2
    done
    # A script in a file; a comma parts keys from arguments. One with a NUL in it is left to the program.
    if [[ ${1-} == --eval && $# -gt 1 && ${3-} != -* && -r $2 && ! -d $2 ]] &&
        ! IFS='' builtin read -r -d '' redislab_script <"$2"; then
        builtin shift 2
        redislab_keys=$#
        for redislab_word; do
            if [[ $redislab_word == , && $redislab_keys == "$#" ]]; then
                redislab_keys=${#redislab_words[@]}
            else
                redislab_words+=("$redislab_word")
            fi
        done
        if redislab_ask EVAL "$redislab_script" "$redislab_keys" "${redislab_words[@]}"; then
            builtin printf %b "$redislab_reply"
        else
            builtin printf %s "$redislab_script" | builtin command redis-cli --eval /dev/stdin "$@"
        fi
    elif [[ $# -gt 0 && $1 != -* && -z ${REDISCLI_AUTH-}${FAKETTY-} ]] && redislab_ask "$@"; then
        builtin printf %b "$redislab_reply"
    elif [[ $# == 0 && -z ${REDISCLI_AUTH-}${FAKETTY-} ]]; then
        redislab_session
    else
        builtin command redis-cli "${redislab_given[@]}"
    fi
}

date() {
    local redislab_reply=''
    if [[ $# == 1 && $1 == +%s ]] && redislab_ask REDISLAB.NOW; then
        builtin printf '%s\n' "${redislab_reply%%.*}"
    else
        builtin command date "$@"
    fi
}

sleep() {
    local redislab_reply=''
    redislab_ask REDISLAB.SLEEP "$@" || builtin command sleep "$@"
}

uuidgen() {
    local redislab_reply=''
    if redislab_ask REDISLAB.UUID; then
        builtin printf %b "$redislab_reply"
    else
        builtin command uuidgen "$@"
    fi
}
