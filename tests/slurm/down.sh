#!/bin/sh
# Stop the Slurm that up.sh started, its jobs and its munged, and leave nothing of it behind.
set -u
state=/var/lib/regret-lab-slurm
[ -d "$state" ] || exit 0
timeout 20 scancel --user=root 2>/dev/null && sleep 1
stop() {
    [ -s "$1" ] || return 0
    pid=$(cat "$1")
    kill "$pid" 2>/dev/null || return 0
    for _ in $(seq 20); do
        kill -0 "$pid" 2>/dev/null || return 0
        sleep 0.5
    done
    kill -9 "$pid" 2>/dev/null || true
}
stop "$state/slurmd.n1.pid"
stop "$state/slurmd.n2.pid"
stop "$state/slurmctld.pid"
[ -f "$state/munged" ] && stop /run/munge/munged.pid
rm -rf "$state" /etc/slurm/slurm.conf
