@echo off
chcp 65001 >nul
rem 运行程序，用本文件夹里的口径、名录和模型。
setlocal
if not defined PETITIONS_HOME set "PETITIONS_HOME=%~dp0."
set "PYTHONUTF8=1"
"%~dp0env\Scripts\petitions.exe" %*
