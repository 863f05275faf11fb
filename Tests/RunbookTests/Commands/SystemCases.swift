extension CommandCases {
    /// Services, journals, sockets and interfaces.
    static let service = CommandCases(
        #"""
        R systemctl status nginx
        R journalctl -u x -n 10
        R ss -ltn
        R ip addr
        R free -m
        R df -h
        R df -h /
        R free -h
        R journalctl -u x -n 100 --no-pager
        R journalctl -u x --since "1 hour ago"
        R journalctl -n 20 -u x
        R systemctl status x
        R systemctl --no-pager status x
        R systemctl status x --no-pager -l
        R systemctl is-active x
        R systemctl show x -p MainPID
        R systemctl list-units --type=service --state=failed
        R service nginx status
        R ss -ltnp
        R ss -s
        R netstat -tlnp
        R lsof -i :8000
        R lsof -iTCP:8000
        R lsof -p 5
        R vmstat 1 5
        R iostat -x 1 3
        R ip a
        R ip -4 addr show
        R ip addr show dev eth0
        R ip -s link
        R ip route
        C systemctl restart x
        C systemctl enable x
        C service x restart
        C systemctl restart php8.2-fpm
        C systemctl restart nginx.service
        C service php8.2-fpm restart
        D systemctl stop nginx
        D systemctl stop x
        D systemctl disable --now x
        D systemctl mask x
        D systemctl kill -s KILL x
        D systemctl stop x --no-block
        D service x stop
        U systemctl --now disable nginx
        U systemctl -H host stop x
        U systemctl daemon-reload
        U service ../../tmp/evil status
        U service --full-restart nginx
        U journalctl --vacuum-time=1s
        U journalctl --rotate
        U journalctl --flush
        U lsof -r
        U df --sync
        U service ./x status
        U service .hidden status
        U service a/b status
        U service nginx enable
        U service nginx status extra
        U service --status-all
        U service nginx force-reload
        U service systemd-reboot start
        U systemctl status x --host=evil
        U systemctl --host=evil status x
        U systemctl -M c status x
        U systemctl status x --now
        U systemctl start poweroff.target
        U systemctl start reboot.target
        U systemctl start rescue
        U systemctl start systemd-poweroff.service
        U systemctl isolate rescue.target
        U systemctl start --job-mode=isolate x
        U systemctl start -t x
        U systemctl restart "*"
        U systemctl enable /tmp/evil.service
        U systemctl enable --now --force x
        U systemctl link /tmp/x.service
        U systemctl edit x
        U systemctl set-property x CPUQuota=1%
        U systemctl set-environment A=1
        U systemctl revert x
        U systemctl reset-failed
        U systemctl poweroff
        U systemctl kexec
        U systemctl try-restart x
        U systemctl reload-or-restart x
        U systemctl preset-all
        U systemctl default
        U systemctl status --root=/mnt x
        U systemctl --image=x list-units
        U systemctl restart
        U systemctl restart tmp.mount
        U systemctl start dev-sda.device
        U systemctl start ../x
        U journalctl -n --vacuum-size=1M
        U journalctl --lines --vacuum-time=1s
        U journalctl -n -f
        U journalctl --boot --rotate
        U journalctl -u --flush
        U journalctl -fu x
        U journalctl --follow
        U journalctl --vacuum-files=1
        U journalctl --vacuum-s=1
        U journalctl --cursor-file=x
        U journalctl --setup-keys
        U journalctl --sync
        U journalctl --relinquish-var
        U journalctl --update-catalog
        U journalctl --root=/x
        U journalctl -D /dev/x
        U journalctl -ef
        U journalctl -kf
        U journalctl /dev/sda
        U lsof -i -r
        U lsof -i +r
        U lsof -i +r1
        U lsof -i -r1
        U lsof -u -r
        U lsof +r
        U lsof -r5
        U lsof +D /
        U lsof -Dr
        U lsof -nPr
        U ss -K
        U ss -tK
        U ss -aK dst 1.2.3.4
        U ss --kill
        U ss -D x
        U ss -E
        U ss --diag=x
        U ss -ltn -K
        U ss --events
        U ip link set eth0 down
        U ip addr add 1.2.3.4/8 dev eth0
        U ip addr flush dev eth0
        U ip a d x dev eth0
        U ip route del default
        U ip r f all
        U ip route flush cache
        U ip netns exec x rm y
        U ip -b f
        U ip -batch f
        U ip -force -batch f
        U ip -n x link set eth0 down
        U ip -all netns delete
        U ip monitor
        U ip neigh flush all
        U ip link delete eth0
        U ip rule add x
        U ip tuntap add x
        U ip -s -s neigh flush x
        U vmstat 1
        U vmstat 1 99999999999
        U vmstat 100000 100000
        U vmstat -1 -1
        U vmstat 1 0
        U iostat 1
        U iostat 5 -1
        U free -s 1
        U free -s1
        U free -ms1
        U free -c 5
        U netstat -c
        U netstat -tc
        U netstat -tlnpc
        U netstat --continuous
        U df --sy
        U systemctl start foo.socket
        U systemctl start .x
        U systemctl restart x y.target
        U service ..x status
        U ip addr show dev
        U ip addr show eth0 dev x y
        """#)
}
