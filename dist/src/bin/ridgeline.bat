@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Runs Ridgeline as it was unpacked: on the runtime beside it where there is one, on JAVA_HOME, or
rem on the java of the path, which must be of version 25.
setlocal
set "ridgeline_home=%~dp0.."
set "ridgeline_java=java"
if defined JAVA_HOME set "ridgeline_java=%JAVA_HOME%\bin\java"
if defined RIDGELINE_JDK set "ridgeline_java=%RIDGELINE_JDK%\bin\java"
if exist "%ridgeline_home%\runtime\bin\java.exe" set "ridgeline_java=%ridgeline_home%\runtime\bin\java"
"%ridgeline_java%" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC -Djava.awt.headless=true -Dstdout.encoding=UTF-8 -cp "%ridgeline_home%\lib\*;%ridgeline_home%\lib\addons\parquet\*;%ridgeline_home%\lib\addons\neural\*" dev.ridgeline.workbench.cli.Main %*
exit /b %errorlevel%
