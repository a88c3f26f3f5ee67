function mpc = three_buses
% A case to try `capplan import matpower` on: a cheap generator at bus 1, a dear one at bus 3, and a load of 90 MW beside it.
% From bus 1 two thirds go straight and a third around by bus 2, so the line of 40 MW lets 60 MW through.
mpc.version = '2';
mpc.baseMVA = 100;

%% bus data
%	bus	type	Pd	Qd	Gs	Bs	area	Vm	Va	baseKV	zone	Vmax	Vmin
mpc.bus = [
	1	3	0	0	0	0	1	1	0	230	1	1.1	0.9;
	2	1	0	0	0	0	1	1	0	230	1	1.1	0.9;
	3	2	90	30	0	0	1	1	0	230	1	1.1	0.9;
];

%% generator data
%	bus	Pg	Qg	Qmax	Qmin	Vg	mBase	status	Pmax	Pmin
mpc.gen = [
	1	60	0	50	-50	1	100	1	200	0;
	3	30	0	50	-50	1	100	1	200	0;
];

%% branch data
%	from	to	r	x	b	rateA	rateB	rateC	ratio	angle	status	angmin	angmax
mpc.branch = [
	1	2	0	0.1	0	100	0	0	0	0	1	-30	30;
	2	3	0	0.1	0	100	0	0	0	0	1	-30	30;
	1	3	0	0.1	0	40	0	0	0	0	1	-30	30;
];

%% generator cost data
%	2	startup	shutdown	n	c(n-1)	...	c0
mpc.gencost = [
	2	0	0	2	10	0;
	2	0	0	2	30	5;
];
