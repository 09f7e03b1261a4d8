# A node that was booted without IPv6 has no [::] to listen on.
if [ ! -e /proc/net/if_inet6 ]; then
  sed 's/listen \[::\]:\([0-9]*\) ipv6only=off/listen \1/' /etc/maintenance/nginx.conf >/tmp/nginx.conf
  exec nginx -e stderr -c /tmp/nginx.conf
fi
exec nginx -e stderr -c /etc/maintenance/nginx.conf
