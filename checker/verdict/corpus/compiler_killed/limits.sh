ulimit -v 200000
