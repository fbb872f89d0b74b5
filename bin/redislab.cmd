@echo off
rem Starts redislab on Windows. Not tested: see docs/launchers.md.
setlocal
set "HOME_DIR=%~dp0.."
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    echo redislab needs Java 17 or newer: install it, or set JAVA_HOME. 1>&2
    exit /b 70
)
set "JAR=%HOME_DIR%\redislab.jar"
if not exist "%JAR%" set "JAR=%HOME_DIR%\target\redislab.jar"
if not exist "%JAR%" (
    where mvn >nul 2>&1
    if errorlevel 1 (
        echo redislab is not built yet, which needs Maven once: install it and start again. 1>&2
        exit /b 70
    )
    echo Building redislab, which is needed once ... 1>&2
    pushd "%HOME_DIR%"
    call mvn -q -B -ntp -Dquick process-resources compiler:compile dependency:copy-dependencies@libraries jar:jar 1>&2
    popd
)
if not exist "%JAR%" (
    echo redislab could not be built; Maven's words are above. 1>&2
    exit /b 70
)
"%JAVA%" -XX:+UseSerialGC -Xss16m -Dredislab.home="%HOME_DIR%" -jar "%JAR%" %*
exit /b %errorlevel%
