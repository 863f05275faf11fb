extension CommandCases {
    /// Programs that start others, and programs that nobody listed.
    static let other = CommandCases(
        #"""
        U podman stop x
        U kubectl delete pod x
        U wget --post-data=x http://localhost:8000/x
        U http POST localhost:8000/x
        U bash -c "ls"
        U bash -lc "docker-compose ps"
        U env X=1 docker-compose stop
        U awk "BEGIN{system(\"rm x\")}"
        U sed -i s/0/1/ .env
        U sed -n p f
        U perl -e 1
        U ruby -e 1
        U python -c "open('.env','w')"
        U python3 -c "import os; os.remove('x')"
        U fuser -k 80/tcp
        U git checkout .
        U sysctl -w x=1
        U ifconfig eth0 down
        U ls\trm
        U ls() { rm x; }; ls
        U ssh host ls
        U rsync a b
        U tar xf x
        U yq -i . x
        U pip install x
        U jarvis-ops mesh enable sync
        U flock x ls
        U busybox rm x
        U date -s "2020-01-01"
        U date --set=2020
        U hostname -F f
        U hostname -b x
        U hostnamectl set-hostname x
        U mount /dev/sda1 /mnt
        U mount -o remount,ro /
        U dmesg -n 1
        U sysctl x=1
        U dig @evil -f names
        U dig -f names
        U ls;rm x
        U ls;;rm x
        U ls&&rm x
        U ls||rm x
        U ls|rm x
        U ls|&rm x
        U ls&rm x
        U time rm x
        U time -o f ls
        U time -p rm x
        U ls\x0Arm x
        U ls\x0Drm x
        U ls\x0Brm
        U ls\x0Crm
        U ls\x1Brm
        U ls\u{3000}rm
        U readonly A=1
        U declare A=1
        U typeset A=1
        U local A=1
        U let A=1
        U env -i ls
        U env -S "rm x"
        U env FOO=1 ls
        U exec 3>x
        U command -p ls
        U sh -c ls
        U dash -c ls
        U zsh -c ls
        U sudo -u x ls
        U su -c ls
        U timeout 5 rm x
        R timeout 5 ls
        U xargs -I x rm x
        U script -c ls x
        U chroot / ls
        U nsenter -t 1 ls
        U chrt 1 ls
        U taskset 1 ls
        U stdbuf -o0 ls
        U hash -p /tmp/rm ls; ls
        U trap "rm x" EXIT
        U enable -f x y
        U shopt -s extglob; ls
        U ulimit -n 1; ls
        U umask 0; ls
        U wget -O- http://localhost/x
        U http DELETE localhost/x
        U nc localhost 80
        U socat - x
        R kubectl get pods
        U kubectl exec x -- y
        U kubectl apply -f x
        U kubectl cp a b
        U kubectl scale x
        U kubectl drain x
        U kubectl logs -f x
        U helm uninstall x
        U git reset --hard
        U git clean -fdx
        U git -c core.pager=x log
        U less +!rm x
        U awk 1 x
        U awk "{print > \"x\"}" y
        U awk "BEGIN{system(\"rm\")}"
        U sed -n p x
        U sed -n "w y" x
        U sed -n "1e rm" x
        U sed -i x y
        U sed --in-place x y
        U sed -n "s/a/b/e" x
        U sed "s/a/b/w f" x
        U perl -ne print x
        U node -e 1
        U php -r 1
        U python -m http.server
        U python -c "import os; os.system('x')"
        U python -c "import json\x0Aimport os"
        U python -c "from core.runtime_capabilities import build_runtime_capability_report as r; print(r(__import__('os').system('x')))"
        U python -c "from core.runtime_capabilities import build_runtime_capability_report as r; print(r()) or __import__('os').system('x')"
        U python -c "from services.compute.mesh_sync_service import get_mesh_sync_service as s; print(s().get_status().clear())"
        U python -c "import json; import os; from core.runtime_capabilities import build_runtime_capability_report as r; print(r())"
        U python -c "from core.runtime_capabilities import *; print(build_runtime_capability_report())"
        U python3 -c "print(1)" && ls
        U python -c "from core.runtime_capabilities import build_runtime_capability_report as r; print(r())" && ls
        U csplit x 1
        U xxd -r x y
        U cut -f1 < x
        U diff -l x y
        U cmp x y
        U comm x y
        U shuf -o x y
        U fallocate -l 1 x
        U install x y
        U rename x y z
        U scp a b
        U ssh x ls
        U tar cf x y
        U tar tf x --checkpoint=1
        U zip x y
        U file -C -m x
        U chattr +i x
        U setfacl x y
        U chgrp x y
        U nft flush ruleset
        U tc qdisc add x
        U ethtool -s x
        U hdparm -S 1 x
        U apt-get install x
        U apt remove x
        U dpkg -r x
        U yum remove x
        U go run x
        U base64 -d x
        U gdb -p 1
        U perf record ls
        U tcpdump -w x
        U nc -l 1
        U top -b -n 1
        U fuser -k x
        U screen -dm rm x
        U tmux new -d rm x
        U at -f x now
        U seq 1 1000000000
        U jarvis-ops mesh retry --yes
        U nats pub x y
        U psql -c "DROP TABLE t"
        U mysql -e "DROP TABLE t"
        U mongosh --eval x
        U toybox rm x
        U r""m x
        U rm\x0Ax
        U ls\u{A0}rm
        U ls\u{2003}rm
        U rm\u{A0}x
        U ls\u{2028}rm x
        U ls\u{85}rm x
        U ls\u{202E}
        """#)
}
