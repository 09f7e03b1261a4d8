// A whole Kubernetes control plane with simulated nodes in one program: its first argument, or the name
// under which it is called, says which part of it runs. `cluster up` runs them all.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	_ "time/tzdata" // a CronJob may name any time zone, the machine may know none

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"go.etcd.io/etcd/server/v3/etcdmain"
	helm "helm.sh/helm/v4/pkg/cmd"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/client-go/rest"
	"k8s.io/component-base/cli"
	kubectl "k8s.io/kubectl/pkg/cmd"
	kubectlutil "k8s.io/kubectl/pkg/cmd/util"
	apiserver "k8s.io/kubernetes/cmd/kube-apiserver/app"
	controllers "k8s.io/kubernetes/cmd/kube-controller-manager/app"
	scheduler "k8s.io/kubernetes/cmd/kube-scheduler/app"
	kwokconfig "sigs.k8s.io/kwok/pkg/config"
	kwok "sigs.k8s.io/kwok/pkg/kwok/cmd"
	kwoklog "sigs.k8s.io/kwok/pkg/log"
	"sigs.k8s.io/kwok/pkg/utils/signals"
)

func main() {
	parts := map[string]func(){
		"up":                      func() { exit(up(os.Args[1:])) },
		"etcd":                    func() { etcdmain.Main(os.Args) },
		"kube-apiserver":          func() { os.Exit(cli.Run(apiserver.NewAPIServerCommand())) },
		"kube-controller-manager": func() { os.Exit(cli.Run(controllers.NewControllerManagerCommand())) },
		"kube-scheduler":          func() { os.Exit(cli.Run(scheduler.NewSchedulerCommand())) },
		"kubectl":                 func() { kubectlutil.CheckErr(cli.RunNoErrOutput(commands())) },
		"helm":                    func() { exit(charts()) },
		"kwok":                    func() { exit(nodes()) },
	}
	part := parts[filepath.Base(os.Args[0])]
	if part == nil && len(os.Args) > 1 {
		os.Args = os.Args[1:]
		part = parts[os.Args[0]]
	}
	if part == nil {
		fmt.Fprintln(os.Stderr, "usage: cluster up|etcd|kube-apiserver|kube-controller-manager|kube-scheduler|kubectl|helm|kwok FLAGS...")
		os.Exit(2)
	}
	part()
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "cluster:", err)
		os.Exit(1)
	}
}

// commands are kubectl's, asking as often as they like: waiting is no part of what is proven.
func commands() *cobra.Command {
	streams := genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}
	flags := genericclioptions.NewConfigFlags(true).WithDeprecatedPasswordFlag().WithWarningPrinter(streams)
	flags.WrapConfigFn = func(config *rest.Config) *rest.Config {
		config.QPS, config.Burst = 200, 400
		return config
	}
	return kubectl.NewKubectlCommand(kubectl.KubectlOptions{ConfigFlags: flags, IOStreams: streams})
}

// charts runs helm, which renders charts.
func charts() error {
	command, err := helm.NewRootCmd(os.Stdout, os.Args[1:], helm.SetupLogging)
	if err != nil {
		return err
	}
	command.SilenceErrors = true
	return command.Execute()
}

// nodes runs kwok, which plays the kubelet of every node, as its own main function does.
func nodes() error {
	flags := pflag.NewFlagSet("global", pflag.ContinueOnError)
	flags.ParseErrorsAllowlist.UnknownFlags = true
	flags.Usage = func() {}
	ctx, _ := kwoklog.InitFlags(signals.SetupSignalContext(), flags)
	ctx, err := kwokconfig.InitFlags(ctx, flags)
	if err != nil {
		return err
	}
	var command *cobra.Command = kwok.NewCommand(ctx)
	// Kubernetes brings a flag of the same name.
	command.Version = ""
	command.PersistentFlags().AddFlagSet(flags)
	return command.ExecuteContext(ctx)
}
