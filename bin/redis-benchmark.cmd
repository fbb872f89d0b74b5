@"%~dp0redislab.cmd" benchmark %*
