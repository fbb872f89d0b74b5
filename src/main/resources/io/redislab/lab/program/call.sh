# One request, in a subshell, so that nothing of it is left for others. Part of driver.sh.
(
    ulimit -f 1024 -t 20 -c 0
    ulimit -v 262144 -u "$redislab_tasks"
    exec 8>&- 9<&-
    cd "$redislab_box/home" || exit 1
    RANDOM=${redislab_request[2]} SECONDS=0 EPOCHSECONDS=${redislab_request[3]}
    if [[ ${redislab_request[0]} == run ]]; then
        trap redislab_keep EXIT
        . "$redislab_box/answer.sh"
        redislab_status=$?
        redislab_keep
        exit $redislab_status
    else
        . "$redislab_box/variables"
        . "$redislab_box/functions"
        "${redislab_request[@]:4}"
    fi
) >"$redislab_box/$redislab_file.out" 2>"$redislab_box/$redislab_file.err"
printf '%s %s %s\n' "$REDISLAB_CALL" $? "$redislab_file" >&8
