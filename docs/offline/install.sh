#!/bin/sh
# 不联网安装到本文件夹的 env 里。用法：sh install.sh [ocr,postgres,cluster]
set -eu
cd "$(dirname "$0")"
for python in ${PYTHON:-} python3.13 python3.12 python3.11 python3 none; do
    "$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && break
done
if [ "$python" = none ]; then
    echo '没有找到 Python 3.11 至 3.13。请先安装 Python，再运行一遍。' >&2
    exit 2
fi
"$python" -m venv env
env/bin/python -m pip install --quiet --no-index --find-links wheels "petition-letters${1:+[$1]}"
sh ./petitions doctor
echo '装好了。试一试：sh ./petitions classify corpora/samples -o 结果.xlsx；打开网页：sh ./petitions serve'
