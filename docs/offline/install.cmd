@echo off
chcp 65001 >nul
rem 不联网安装到本文件夹的 env 里。用法：install.cmd [ocr,postgres,cluster]
setlocal
cd /d "%~dp0"
set "PYTHON="
for %%v in (3.13 3.12 3.11) do if not defined PYTHON py -%%v -c "" >nul 2>nul && set "PYTHON=py -%%v"
if not defined PYTHON python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))" >nul 2>nul && set "PYTHON=python"
if not defined PYTHON goto without
set "WANTED=petition-letters"
if not "%~1"=="" set "WANTED=petition-letters[%~1]"
%PYTHON% -m venv env || exit /b 2
env\Scripts\python.exe -m pip install --quiet --no-index --find-links wheels "%WANTED%" || exit /b 2
call petitions.cmd doctor
echo 装好了。试一试：petitions classify corpora\samples -o 结果.xlsx；打开网页：petitions serve
exit /b 0
:without
echo 没有找到 Python 3.11 至 3.13。请先安装 Python，再运行一遍。
exit /b 2
