@echo off
rem redislab in redis-cli's place, on Windows. Not tested: see docs/launchers.md.
call "%~dp0redislab.cmd" cli %*
exit /b %errorlevel%
