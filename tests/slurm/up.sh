#!/bin/sh
# Start a real two-node Slurm on this machine, as root: no systemd, control groups or database.
# Where a Slurm answers it does nothing; down.sh stops it. For Debian 12 and its like.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
state=/var/lib/regret-lab-slurm
host=$(hostname -s)

for command in slurmctld slurmd sbatch munged; do
    command -v "$command" >/dev/null && continue
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends \
        slurm-wlm slurmctld slurmd slurm-client munge >/dev/null
    break
done
if timeout 20 sinfo -h 2>/dev/null | grep -q .; then
    sinfo # a Slurm is here already, this one or a real one
    exit
fi
if [ -s /etc/slurm/slurm.conf ] && ! grep -q ClusterName=regretlab /etc/slurm/slurm.conf; then
    echo "there is a Slurm in /etc/slurm/slurm.conf that does not answer: it is left alone" >&2
    exit 1
fi

getent hosts "$host" >/dev/null || echo "127.0.0.1 $host" >>/etc/hosts
install -d -o munge -g munge -m 755 /run/munge
[ -s /etc/munge/munge.key ] || (umask 077 && head -c 1024 /dev/urandom >/etc/munge/munge.key)
chown munge:munge /etc/munge/munge.key
if ! munge -n >/dev/null 2>&1; then
    # by its number, because a daemon that this script did not start is not its to stop
    setpriv --reuid=munge --regid=munge --clear-groups munged --force --pid-file=/run/munge/munged.pid
    install -d "$state" && touch "$state/munged"
fi
install -d "$state/slurmctld" "$state/slurmd.n1" "$state/slurmd.n2"
sed "s|@HOST@|$host|g; s|@STATE@|$state|g" "$here/slurm.conf.in" >/etc/slurm/slurm.conf
slurmctld
slurmd -N n1
slurmd -N n2
for _ in $(seq 30); do
    [ "$(sinfo -h -N -t idle | wc -l)" -eq 2 ] && break
    sleep 1
done
sinfo
[ "$(sinfo -h -N -t idle | wc -l)" -eq 2 ]
