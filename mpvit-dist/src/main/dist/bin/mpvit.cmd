@echo off
rem Starts the mpvit command of this distribution.
rem
rem   JAVA_OPTS        options for the JVM, such as -Xmx4g
rem   JAVA_HOME        the Java to use, 17 or later; else the one on the PATH
rem   PYTORCH_FLAVOR   such as cu128: leaves the CPU build of PyTorch out, so that DJL gets this one
setlocal
set "MPVIT_LIB=%~dp0..\lib"
set "MPVIT_JAVA=java.exe"
if defined JAVA_HOME set "MPVIT_JAVA=%JAVA_HOME%\bin\java.exe"
set "MPVIT_FLAVOR=cpu"
if defined PYTORCH_FLAVOR set "MPVIT_FLAVOR=%PYTORCH_FLAVOR%"
set "MPVIT_CLASSPATH=%MPVIT_LIB%\*"
if "%MPVIT_FLAVOR:~0,3%"=="cpu" set "MPVIT_CLASSPATH=%MPVIT_CLASSPATH%;%MPVIT_LIB%\cpu\*"
if not defined TORCH_CPP_LOG_LEVEL set "TORCH_CPP_LOG_LEVEL=ERROR"
"%MPVIT_JAVA%" -XX:+UseSerialGC -Xshare:auto -Djava.awt.headless=true --enable-native-access=ALL-UNNAMED %JAVA_OPTS% -cp "%MPVIT_CLASSPATH%" io.mpvit.cli.Main %*
exit /b %ERRORLEVEL%
