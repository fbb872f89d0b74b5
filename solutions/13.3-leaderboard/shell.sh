redis-cli ZINCRBY game:leaderboard 100 player1
add_points() { redis-cli ZINCRBY "$1" "$3" "$2"; }
top() { redis-cli ZREVRANGE "$1" 0 $(( $2 - 1 )) WITHSCORES; }
rank_of() {
  local s; s=$(redis-cli ZSCORE "$1" "$2")
  [ -n "$s" ] && echo $(( $(redis-cli ZCOUNT "$1" "($s" +inf) + 1 ))
  true
}
