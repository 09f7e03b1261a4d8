package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
)

// controlPlane is what runs, and where its state and logs lie.
type controlPlane struct {
	folder   string
	children []*os.Process
	died     chan string
	ended    sync.WaitGroup
}

func (plane *controlPlane) path(name string) string { return filepath.Join(plane.folder, name) }

func (plane *controlPlane) kubeconfig() string { return plane.path("kubeconfig") }

// startServer starts etcd and kube-apiserver.
func (plane *controlPlane) startServer() error {
	ports, err := freePorts(3)
	if err != nil {
		return err
	}
	token := rand.Text()
	server := fmt.Sprintf("https://127.0.0.1:%d", ports[0])
	files := map[string]string{
		"tokens":     fmt.Sprintf("%s,admin,admin,system:masters\n", token),
		"kubeconfig": kubeconfig(server, plane.path("certificates/apiserver.crt"), token),
	}
	if files["accounts.key"], err = privateKey(); err != nil {
		return err
	}
	for name, text := range files {
		if err := os.WriteFile(plane.path(name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	client := fmt.Sprintf("http://127.0.0.1:%d", ports[1])
	peer := fmt.Sprintf("http://127.0.0.1:%d", ports[2])
	if err := plane.start("etcd", "--data-dir="+plane.path("etcd"), "--unsafe-no-fsync", "--log-level=warn",
		"--listen-client-urls="+client, "--advertise-client-urls="+client, "--listen-peer-urls="+peer,
		"--initial-advertise-peer-urls="+peer, "--initial-cluster=default="+peer); err != nil {
		return err
	}
	// Admission is as a cluster has it by default, Pod Security included.
	return plane.start("kube-apiserver", "--etcd-servers="+client, "--bind-address=127.0.0.1",
		fmt.Sprintf("--secure-port=%d", ports[0]), "--cert-dir="+plane.path("certificates"),
		"--token-auth-file="+plane.path("tokens"), "--service-cluster-ip-range=10.96.0.0/16",
		"--service-account-issuer=https://kubernetes.default.svc",
		"--service-account-key-file="+plane.path("accounts.key"),
		"--service-account-signing-key-file="+plane.path("accounts.key"),
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction",
		// Nobody has to be kept from asking too much, and what decides about that is at work all the time.
		"--enable-priority-and-fairness=false", "--profiling=false")
}

// startControllers starts the controllers, the scheduler and what plays the nodes.
func (plane *controlPlane) startControllers() error {
	config := "--kubeconfig=" + plane.kubeconfig()
	if err := plane.start("kube-controller-manager", config, "--leader-elect=false", "--secure-port=0",
		"--service-account-private-key-file="+plane.path("accounts.key"),
		"--root-ca-file="+plane.path("certificates/apiserver.crt"),
		// Waiting is no part of what is proven.
		"--horizontal-pod-autoscaler-sync-period=2s", "--kube-api-qps=200", "--kube-api-burst=400"); err != nil {
		return err
	}
	if err := plane.start("kube-scheduler", config, "--leader-elect=false", "--secure-port=0",
		"--kube-api-qps=200", "--kube-api-burst=400"); err != nil {
		return err
	}
	flags := []string{config, "--manage-all-nodes", "--cidr=10.244.0.0/16", "--node-ip=127.0.0.1", "--node-lease-duration-seconds=40"}
	files, err := stages.ReadDir("stages")
	if err != nil {
		return err
	}
	for _, file := range files {
		text, err := stages.ReadFile("stages/" + file.Name())
		if err == nil {
			err = os.WriteFile(plane.path(file.Name()), text, 0o600)
		}
		if err != nil {
			return err
		}
		flags = append(flags, "--config="+plane.path(file.Name()))
	}
	return plane.start("kwok", flags...)
}

// start runs a part of this program beside it. It ends when this one does, whatever ends that.
func (plane *controlPlane) start(name string, flags ...string) error {
	log, err := os.Create(plane.path(name + ".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	command := part(name, flags...)
	command.Stdout, command.Stderr = log, log
	// A quarter of the garbage collections: what runs for minutes has memory to spare, and no time.
	command.Env = append(os.Environ(), "GOGC=400")
	// A group of its own, since Ctrl-C is for whoever ends things in order.
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
	if err := command.Start(); err != nil {
		return err
	}
	plane.children = append(plane.children, command.Process)
	plane.ended.Go(func() {
		_ = command.Wait()
		plane.died <- name
	})
	return nil
}

// stop ends what was started; nothing of its state is worth an orderly end.
func (plane *controlPlane) stop() {
	for _, child := range plane.children {
		_ = child.Kill()
	}
	plane.ended.Wait()
	_ = os.RemoveAll(plane.folder)
}

func (plane *controlPlane) kubectl(input string, arguments ...string) error {
	command := part("kubectl", append([]string{"--kubeconfig=" + plane.kubeconfig(), "--cache-dir=" + plane.path("cache")}, arguments...)...)
	command.Stdin = strings.NewReader(input)
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("kubectl %s: %w: %s", strings.Join(arguments, " "), err, bytes.TrimSpace(output))
	}
	return nil
}

// lastWords are the last lines of each log.
func (plane *controlPlane) lastWords() string {
	var words strings.Builder
	logs, _ := filepath.Glob(plane.path("*.log"))
	for _, log := range logs {
		text, _ := os.ReadFile(log)
		lines := strings.Split(strings.TrimSpace(string(text)), "\n")
		fmt.Fprintf(&words, "%s:\n%s\n", filepath.Base(log), strings.Join(lines[max(0, len(lines)-4):], "\n"))
	}
	return words.String()
}

func part(name string, flags ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		self = "/proc/self/exe"
	}
	return exec.Command(self, append([]string{name}, flags...)...)
}

// freePorts are ports that nobody listens on, below those that the system gives to outgoing connections.
func freePorts(count int) (ports []int, err error) {
	for port := 20000 + os.Getpid()*8%12000; len(ports) < count; port++ {
		if port > 32767 {
			return nil, fmt.Errorf("no free port on 127.0.0.1")
		}
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err != nil {
			continue
		}
		listener.Close()
		ports = append(ports, port)
	}
	return ports, nil
}

func privateKey() (string, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", err
	}
	bytes, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return "", err
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: bytes})), nil
}

func kubeconfig(server, authority, token string) string {
	return fmt.Sprintf(`apiVersion: v1
kind: Config
current-context: cluster
contexts: [{name: cluster, context: {cluster: cluster, user: admin}}]
clusters: [{name: cluster, cluster: {server: %q, certificate-authority: %q}}]
users: [{name: admin, user: {token: %q}}]
`, server, authority, token)
}
